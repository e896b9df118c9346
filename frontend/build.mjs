// Build the bundle that the package carries; with --check, compare it with the one that is committed.
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const target = new URL("../diagnostics/app/server/static/line.js", import.meta.url);
const checking = process.argv.includes("--check");
const { outputFiles } = await build({
  entryPoints: [new URL("src/main.ts", import.meta.url).pathname],
  bundle: true,
  format: "iife",
  globalName: "Line",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: "// Built from frontend/src: change it there, then run `npm run build`." },
  outfile: target.pathname,
  write: !checking,
});
if (checking) {
  const [built] = outputFiles;
  if (built.text !== (await readFile(target, "utf8"))) {
    console.error("line.js is not what frontend/src makes: run `npm run build` there and commit it.");
    process.exit(1);
  }
}
