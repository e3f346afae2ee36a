"""The three container stacks: chosen once, remembered in `.env`, looked after by the same commands as embedded mode."""
