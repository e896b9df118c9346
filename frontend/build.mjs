// Build the files that the package carries; with --check, compare them with those that are committed.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const folder = new URL("../diagnostics/app/server/static/", import.meta.url);
const banner = "Built from frontend/: change it there, then run `make frontend`.";
const checking = process.argv.includes("--check");

const common = {
  bundle: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `// ${banner}`, css: `/* ${banner} */` },
  outdir: folder.pathname,
  write: false,
};
const built = await Promise.all([
  build({ ...common, entryPoints: { line: "src/main.ts" }, globalName: "Line" }),
  build({
    ...common,
    entryPoints: { consult: "src/consultation/widget.tsx" },
    globalName: "Consultation",
    minify: true,
    footer: { js: "const { widget } = Consultation;\nexport default widget;" },
  }),
]);
for (const { path, contents } of built.flatMap(({ outputFiles }) => outputFiles)) {
  if (!checking) await writeFile(path, contents);
  else if (!Buffer.from(contents).equals(await readFile(path))) {
    console.error(
      `${path.split("/").at(-1)} is not what frontend/ makes: run \`make frontend\` and commit it.`,
    );
    process.exit(1);
  }
}
