// Lists the packages that travel with the web interface and their licences, from the lock file.
// With --check it fails when the list is stale, or when the lock file names an address.
import { readFileSync, writeFileSync } from "node:fs";

const target = "src/features/licences/packages.json";
const text = readFileSync("package-lock.json", "utf8");
const lock = JSON.parse(text);

// Build tools are part of next-intl's and Next's own dependencies but nothing of them is sent or run.
const NOT_SHIPPED = /^(@swc\/core|@parcel\/watcher|@next\/swc|@img\/|sharp$|next-intl-swc|@eloqnt\/|detect-libc|node-addon-api)/;

// Their licence stands in their Readme only.
const STATED = { "combine-errors": "MIT" };

const packages = Object.entries(lock.packages)
  .filter(([path, entry]) => path && !entry.dev && !entry.devOptional)
  .map(([path, entry]) => ({ name: path.split("node_modules/").at(-1), version: entry.version, licence: entry.license ?? "" }))
  .map((entry) => ({ ...entry, licence: entry.licence || (STATED[entry.name] ?? "") }))
  .filter(({ name }) => !NOT_SHIPPED.test(name))
  .sort((a, b) => a.name.localeCompare(b.name, "en") || a.version.localeCompare(b.version, "en"))
  .filter((entry, at, all) => at === 0 || entry.name !== all[at - 1].name || entry.version !== all[at - 1].version);

const unnamed = packages.filter(({ licence }) => !licence);
if (unnamed.length > 0) {
  console.error(`No licence is declared by: ${unnamed.map(({ name }) => name).join(", ")}`);
  process.exit(1);
}

const list = `${JSON.stringify(packages, null, 2)}\n`;
const bare = () => {
  for (const entry of Object.values(lock.packages)) delete entry.funding;
  return `${JSON.stringify(lock, null, 2)}\n`;
};

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== list || text.includes("://")) {
    console.error(`${target} is stale, or package-lock.json names an address. Run: npm run generate:licences`);
    process.exit(1);
  }
  console.log(`${packages.length} packages listed with their licences.`);
} else {
  writeFileSync(target, list);
  writeFileSync("package-lock.json", bare());
}
