// Fails when a sentence is missing in a language, used but not written, written but not used, or badly typeset in French.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "@formatjs/icu-messageformat-parser";
import ts from "typescript";

const faults = [];
const messages = Object.fromEntries(
  ["fr", "en"].map((locale) => [locale, flatten(JSON.parse(readFileSync(`messages/${locale}.json`, "utf8")))]),
);

function flatten(tree, prefix = "") {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

// The places `{name}` and tags `<link>` of a message, whatever its plural forms.
function places(node, found = new Set()) {
  for (const part of node) {
    if (part.type !== 0 && part.type !== 7) found.add(part.value);
    for (const option of Object.values(part.options ?? {})) places(option.value, found);
    if (part.children) places(part.children, found);
  }
  return found;
}

for (const [here, there] of [["fr", "en"], ["en", "fr"]]) {
  for (const [key, text] of messages[here]) {
    const other = messages[there].get(key);
    if (other === undefined) {
      faults.push(`${there}: no ${key}`);
      continue;
    }
    const [mine, theirs] = [text, other].map((message) => [...places(parse(message))].sort().join());
    if (mine !== theirs) faults.push(`${key}: fr and en do not have the same places (${mine} / ${theirs})`);
  }
}

for (const [key, text] of messages.fr) {
  if (/'/.test(text)) faults.push(`fr: ${key}: straight apostrophe`);
  if (/[^\u202f\d][;!?»](?!\w)|[^\u202f\d]:(?=\s|$)/.test(text)) faults.push(`fr: ${key}: no narrow no-break space before ; : ! ? »`);
  if (/«[^\u202f]/.test(text)) faults.push(`fr: ${key}: no narrow no-break space after «`);
  if (/"|\.\.\./.test(text)) faults.push(`fr: ${key}: typewriter quotes or dots`);
}
for (const [key, text] of messages.en) if (/'|"|\.\.\./.test(text)) faults.push(`en: ${key}: typewriter quotes or dots`);

// Every key that the source asks for: `const t = useTranslations("ns")`, then `t("key")`, `t.rich("key")` or t(`prefix.${x}`).
const used = new Set();
const usedPrefixes = [];

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) return files(at);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [at] : [];
  });
}

for (const file of files("src")) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  visit(source, new Map());

  function visit(node, scope) {
    const inner = ts.isFunctionLike(node) || ts.isBlock(node) ? new Map(scope) : scope;
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name)) {
      const call = ts.isAwaitExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (ts.isCallExpression(call) && /^(use|get)Translations$/.test(call.expression.getText())) {
        const [first] = call.arguments;
        // `getTranslations({ locale, namespace: "ns" })`, of what is written in a language that is not the reader's
        const named = first && ts.isObjectLiteralExpression(first) && first.properties.find((one) => one.name?.getText() === "namespace");
        const namespace = named ? named.initializer : first;
        if (namespace && ts.isStringLiteral(namespace)) inner.set(node.name.text, namespace.text);
        else faults.push(`${file}: the namespace of a translator must be written out`);
      }
    }
    if (ts.isCallExpression(node)) {
      const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : node.expression;
      const namespace = ts.isIdentifier(callee) ? inner.get(callee.text) : undefined;
      const [key] = node.arguments;
      if (namespace !== undefined && key) collect(namespace, key);
    }
    ts.forEachChild(node, (child) => visit(child, inner));
  }

  function collect(namespace, key) {
    if (ts.isStringLiteral(key) || ts.isNoSubstitutionTemplateLiteral(key)) {
      const name = `${namespace}.${key.text}`;
      used.add(name);
      if (!messages.en.has(name)) faults.push(`${file}: ${name} is not written`);
    } else if (ts.isTemplateExpression(key)) {
      usedPrefixes.push({
        head: `${namespace}.${key.head.text}`,
        tail: key.templateSpans.at(-1)?.literal.text ?? "",
      });
    } else if (ts.isConditionalExpression(key)) {
      collect(namespace, key.whenTrue);
      collect(namespace, key.whenFalse);
    } else if (ts.isIdentifier(key)) {
      // A key from a closed list (TypeScript checks it): every sentence directly in the namespace may be meant.
      usedPrefixes.push({ head: `${namespace}.`, tail: "" });
    }
  }
}

for (const key of messages.en.keys()) {
  const byPattern = usedPrefixes.some(({ head, tail }) => key.startsWith(head) && key.endsWith(tail) && key.length > head.length);
  if (!used.has(key) && !byPattern) faults.push(`${key} is not used`);
}

if (faults.length > 0) {
  console.error([...new Set(faults)].join("\n"));
  process.exit(1);
}
console.log(`${messages.en.size} sentences in French and English, all used.`);
