"""A model of language behind an endpoint that speaks OpenAI's `chat/completions`, wherever the administrator has one."""
