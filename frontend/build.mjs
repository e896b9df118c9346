// Build the files that the package carries; with --check, compare them with those that are committed.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const folder = new URL("../diagnostics/app/server/static/", import.meta.url);
const modules = new URL("node_modules/", import.meta.url);
const banner = "Built from frontend/: change it there, then run `make frontend`.";
const checking = process.argv.includes("--check");

const { outputFiles } = await build({
  entryPoints: ["src/dashboard.ts", "src/consultation.ts", "src/components.ts"],
  bundle: true,
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `// ${banner}`, css: `/* ${banner} */` },
  outdir: folder.pathname,
  write: false,
});
const made = new Map(outputFiles.map(({ path, contents }) => [path.split("/").at(-1), contents]));
made.set("plotly-basic.min.js", Buffer.from(await plotlyWithoutMaps()));
const others = ["@preact/signals", "@preact/signals-core", "plotly.js-basic-dist-min", "preact"];
made.set("LICENCES.txt", Buffer.from(await licences(others)));

for (const [name, contents] of made) {
  const place = new URL(name, folder);
  if (!checking) await writeFile(place, contents);
  else if (!Buffer.from(contents).equals(await readFile(place))) {
    console.error(`${name} is not what frontend/ makes: run \`make frontend\` and commit it.`);
    process.exit(1);
  }
}

/** plotly.js without the address from which its maps, which this part of it cannot draw, would fetch their outlines. */
async function plotlyWithoutMaps() {
  const text = await readFile(new URL("plotly.js-basic-dist-min/plotly-basic.min.js", modules), "utf8");
  const parts = text.split(/"https:\/\/cdn[.]plot[.]ly\/un\/"/);
  if (parts.length !== 2) throw new Error("plotly.js names the outlines of its maps in another way");
  return parts.join('"/"');
}

/** The licences of what others have made of the page. */
async function licences(names) {
  const found = [];
  for (const name of names) {
    const place = new URL(`${name}/`, modules);
    const file = (await readdir(place)).find((one) => /^licen[cs]e/i.test(one));
    const text = await readFile(new URL(file, place), "utf8");
    const { version } = JSON.parse(await readFile(new URL("package.json", place), "utf8"));
    found.push(`${name} ${version}\n\n${text.trim()}\n`);
  }
  return found.join(`\n${"-".repeat(80)}\n\n`);
}
