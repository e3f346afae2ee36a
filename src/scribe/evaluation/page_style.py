"""The look of an evaluation's page: quiet, light or dark as the reader's system is, readable when printed.

Series colours are Okabe and Ito's, which colour-blind readers tell apart, darkened or lightened to 3:1 on their ground.
What is wider than a narrow screen scrolls in its own box, whose edge is shaded on the side where there is more: telephones
show no scroll bar.
"""

STYLE = """
:root {
  --ground: #fbfaf8; --ink: #1d1b18; --quiet: #5f5a52; --rule: #dedad2; --grid: #e9e5de; --accent: #0b5563; --alarm: #a3261b; --shade: #0004;
  --c0: #0b5f8a; --c1: #b34700; --c2: #00744f; --c3: #9a3f78; --c4: #6b5d00; --c5: #4a4a9c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --ink: #e8eaec; --quiet: #a0a8af; --rule: #2c3238; --grid: #23282d; --accent: #6cc2cf; --alarm: #ff8f80; --shade: #fff5;
    --c0: #5db4e8; --c1: #f0945a; --c2: #3dc497; --c3: #dd93c0; --c4: #d6c548; --c5: #a5a5f0;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 3rem 0 .25rem; font-weight: 650; }
p { margin: .25rem 0 .75rem; max-width: 70ch; }
.quiet, figcaption { color: var(--quiet); }
.failures { color: var(--alarm); padding-left: 1.2rem; overflow-wrap: anywhere; }
figure { margin: 1.25rem 0; max-width: 60rem; }
figcaption { font-size: .9rem; margin-bottom: .25rem; }
.wide, figure, details {
  overflow-x: auto;
  background:
    linear-gradient(to right, var(--ground) 1rem, transparent) left / 3rem 100% no-repeat local,
    linear-gradient(to left, var(--ground) 1rem, transparent) right / 3rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / .9rem 100% no-repeat scroll,
    linear-gradient(to left, var(--shade), transparent) right / .9rem 100% no-repeat scroll;
}
svg { display: block; width: 100%; height: auto; }
svg[role=img] { min-width: 36rem; }
svg text { font: 12px system-ui, "Segoe UI", Roboto, sans-serif; fill: var(--ink); font-variant-numeric: tabular-nums; }
svg .label { text-anchor: end; }
svg .axis { text-anchor: middle; fill: var(--quiet); font-size: 11px; }
svg .value { fill: var(--ink); font-size: 11px; }
svg .grid { stroke: var(--grid); }
svg .rule { stroke: var(--rule); }
svg .whisker { stroke: currentColor; stroke-width: 2; opacity: .55; }
svg .line { fill: none; stroke: currentColor; stroke-width: 2; }
svg .dash1 { stroke-dasharray: 7 4; } svg .dash2 { stroke-dasharray: 2 3; } svg .dash3 { stroke-dasharray: 9 3 2 3; }
svg circle, svg polygon { fill: currentColor; }
.s0 { color: var(--c0); } .s1 { color: var(--c1); } .s2 { color: var(--c2); }
.s3 { color: var(--c3); } .s4 { color: var(--c4); } .s5 { color: var(--c5); }
.p0 { fill: var(--c0); background: var(--c0); } .p1 { fill: var(--c1); background: var(--c1); }
.p2 { fill: var(--c2); background: var(--c2); } .p3 { fill: var(--c3); background: var(--c3); }
.p4 { fill: var(--c4); background: var(--c4); } .p5 { fill: var(--c5); background: var(--c5); }
svg rect { stroke: var(--ground); stroke-width: 1; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: .75rem 0; font-size: .9rem; }
.legend li { display: flex; align-items: center; gap: .4rem; }
.legend svg { width: 14px; height: 14px; }
.parts { counter-reset: part; }
.parts span { width: 12px; height: 12px; border-radius: 2px; }
.wide { margin: 1rem 0; }
.wide:focus-visible, figure:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--rule); text-align: left; font-weight: 400; white-space: nowrap; }
thead th { color: var(--quiet); font-size: .8rem; }
.figure { text-align: right; }
details { margin: .5rem 0; max-width: 60rem; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--accent); overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; font-size: .875rem; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
@media print { details > * { display: block; } }
"""
