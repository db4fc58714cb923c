// The report's style sheet. Every pair of colours has a contrast of 4.5 or more for text and of 3 for lines that
// matter, in both schemes (WCAG 2.1 AA).
#pragma once

namespace tendon::report {

inline constexpr char kStyle[] = R"css(
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --course: #0b57a4; --good: #116329; --good-area: #d7f0dd; --band-area: #e4eaf1; --alarm: #a40e26; --alarm-area: #ffebe9; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #0d1117; --ink: #e6edf3; --soft: #a3adb8; --line: #3d444d; --panel: #161b22;
    --course: #79b8ff; --good: #6fdd8b; --good-area: #12341f; --band-area: #1f2a37; --alarm: #ff9a95; --alarm-area: #3c1618; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
p, li, dd { overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .25rem 0 .5rem; }
.soft, .basis, figcaption { color: var(--soft); font-size: .875rem; }
.answer { margin: 1rem 0; padding: .75rem 1rem; border-left: .35rem solid var(--good); background: var(--panel); font-size: 1.1rem; }
.answer.alarming, .alarm { border-left: .35rem solid var(--alarm); background: var(--alarm-area); }
.alarm { padding: .25rem .75rem; }
dl.plan { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dl.plan dt { color: var(--soft); }
dl.plan dd { margin: 0; }
ol.advice, ul.precautions { padding-left: 1.25rem; }
ol.advice li, ul.precautions li { margin-bottom: .75rem; }
.word { font-weight: 600; }
.urgent { color: var(--alarm); font-weight: 600; }
figure { margin: .5rem 0 1rem; }
svg.chart { width: 100%; height: auto; display: block; }
svg text { font: 13px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: var(--soft); }
svg .side { fill: var(--ink); }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .axis { stroke: var(--soft); stroke-width: 1; }
svg .band { fill: var(--band-area); }
svg .band.other { fill: var(--panel); }
svg .norm { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 8 3 2 3; }
svg .important { fill: var(--good-area); fill-opacity: .7; }
svg .important-line { stroke: var(--good); stroke-width: 1.5; stroke-dasharray: 6 4; }
svg .baseline { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 2 4; }
svg .course { fill: none; stroke: var(--course); stroke-width: 2.5; stroke-linejoin: round; }
svg .mark { fill: var(--course); }
svg .after { fill: var(--paper); stroke: var(--course); stroke-width: 2; }
table { border-collapse: collapse; font-size: .875rem; margin: .25rem 0; }
caption { text-align: left; color: var(--soft); }
th, td { text-align: left; padding: .15rem .75rem .15rem 0; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
footer { margin-top: 2rem; padding-top: .5rem; border-top: 1px solid var(--line); }
@media screen and (max-width: 40rem) {
  body { padding: .75rem; }
  dl.plan { grid-template-columns: 1fr; gap: 0 1rem; }
  table { font-size: .75rem; }
  th, td { padding-right: .4rem; }
}
@page { margin: 14mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  h2, h3 { break-after: avoid; }
  figure, li, .answer, tr { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";

}  // namespace tendon::report
