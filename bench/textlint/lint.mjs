// Lints messages with textlint and its Japanese presets, warm, one after another, in this one process.
//
// Usage: node lint.mjs < messages.jsonl
// In: one JSON object a line with "id" and "text". Out: one line a message, {"id", "ms", "rules"}, and last {"load_ms", "all_ms"}.
import { createInterface } from "node:readline";

const WARM_UP = 20; // messages read once before the clock runs: a compiler just in time, and dictionaries opened late

const began = performance.now();
const { createLinter, loadTextlintrc } = await import("textlint");
const linter = createLinter({ descriptor: await loadTextlintrc({ configFilePath: new URL(".textlintrc.json", import.meta.url).pathname }) });
const messages = [];
for await (const line of createInterface({ input: process.stdin })) if (line.trim()) messages.push(JSON.parse(line));
await linter.lintText(messages[0].text, "message.txt"); // the morphological dictionary is loaded by the first text
const loaded = performance.now() - began;
for (const message of messages.slice(0, WARM_UP)) await linter.lintText(message.text, "message.txt");

const rows = [];
const first = performance.now();
for (const { id, text } of messages) {
  const at = performance.now();
  const { messages: findings } = await linter.lintText(text, "message.txt");
  rows.push({ id, ms: performance.now() - at, rules: [...new Set(findings.map((finding) => finding.ruleId))] });
}
const all = performance.now() - first;
for (const row of rows) console.log(JSON.stringify(row));
console.log(JSON.stringify({ load_ms: loaded, all_ms: all }));
