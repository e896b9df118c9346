// Types of the messages from their schema, which Python writes (schema.py); with --check, compare with what is committed.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const place = new URL("src/messages/messages.ts", import.meta.url);
const schema = JSON.parse(await readFile(new URL("src/messages/schema.json", import.meta.url), "utf8"));
const types = await compile(schema, "Messages", {
  additionalProperties: false,
  bannerComment: "// Made from the Python models: change them, then run `make frontend`.",
  unreachableDefinitions: false,
});
if (!process.argv.includes("--check")) await writeFile(place, types);
else if (types !== (await readFile(place, "utf8"))) {
  console.error("messages.ts is not what schema.json makes: run `make frontend` and commit it.");
  process.exit(1);
}
