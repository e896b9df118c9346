// Build the files that the package carries; with --check, compare them with those that are committed.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const folder = new URL("../diagnostics/app/server/static/", import.meta.url);
const banner = "Built from frontend/: change it there, then run `make frontend`.";
const checking = process.argv.includes("--check");

const { outputFiles } = await build({
  entryPoints: { line: "src/main.ts" },
  bundle: true,
  format: "iife",
  globalName: "Line",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `// ${banner}`, css: `/* ${banner} */` },
  outdir: folder.pathname,
  write: false,
});
for (const { path, contents } of outputFiles) {
  if (!checking) await writeFile(path, contents);
  else if (!Buffer.from(contents).equals(await readFile(path))) {
    console.error(
      `${path.split("/").at(-1)} is not what frontend/ makes: run \`make frontend\` and commit it.`,
    );
    process.exit(1);
  }
}
