// Opens the reports in a real Chromium: axe-core (contrast, headings, names, landmarks), html-validate, screenshots
// light and dark, print to PDF on A4 and Letter. Ends with 1 when anything is found.
//   node report_check.mjs FOLDER_OF_REPORTS      writes PNG and PDF beside them
import { createRequire } from "node:module";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const [folder] = process.argv.slice(2);
const require = createRequire(path.join(process.env.TENDON_NODE_TOOLS, "package.json"));
const puppeteer = require("puppeteer-core");
const { HtmlValidate } = require("html-validate");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const validator = new HtmlValidate({ extends: ["html-validate:recommended"], rules: { "no-inline-style": "off" } });
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"],
});
const faults = [];

async function checkPage(page, name, scheme) {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations", "incomplete"] }));
  for (const violation of found.violations)
    faults.push(`${name} ${scheme}: ${violation.id}: ${violation.help} (${violation.nodes[0].html})`);
  const contrast = found.incomplete.filter((item) => item.id === "color-contrast" && !item.nodes.every((node) => node.html.includes("<text")));
  for (const item of contrast) faults.push(`${name} ${scheme}: contrast could not be told of ${item.nodes[0].html}`);
  await page.screenshot({ path: path.join(folder, `${name}-${scheme}.png`), fullPage: true });
}

for (const file of readdirSync(folder).filter((entry) => entry.endsWith(".html"))) {
  const name = path.basename(file, ".html");
  const html = readFileSync(path.join(folder, file), "utf8");
  const report = await validator.validateString(html, file);
  for (const result of report.results)
    for (const message of result.messages) faults.push(`${file}:${message.line}: ${message.ruleId}: ${message.message}`);
  const page = await browser.newPage();
  await page.setViewport({ width: 1000, height: 1400 });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`file://${path.resolve(folder, file)}`);
  if (asked.length !== 1) faults.push(`${name}: asked for ${asked.slice(1)}`);
  await page.evaluate(axe);
  await checkPage(page, name, "light");
  await checkPage(page, name, "dark");
  for (const width of [1000, 390]) {
    await page.setViewport({ width, height: 1400 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    if (wide) faults.push(`${name}: wider than a window of ${width} pixels`);
  }
  await page.screenshot({ path: path.join(folder, `${name}-narrow.png`), fullPage: true });
  const levels = await page.$$eval("h1, h2, h3, h4", (all) => all.map((heading) => Number(heading.tagName[1])));
  levels.forEach((level, i) => {
    if (i === 0 ? level !== 1 : level > levels[i - 1] + 1) faults.push(`${name}: heading ${i + 1} has level ${level}`);
  });
  await page.emulateMediaType("print");
  for (const format of ["A4", "Letter"])
    writeFileSync(path.join(folder, `${name}-${format}.pdf`), await page.pdf({ format, printBackground: true }));
  await page.close();
}
await browser.close();
for (const fault of faults) console.error(fault);
console.log(`report-check: ${faults.length} faults; screenshots and PDFs in ${folder}`);
process.exit(faults.length === 0 ? 0 : 1);
