// Builds what browsers load: one stylesheet, one script, two font files, one icon.
// Names carry a hash of the content, so that they may be cached for ever;
// manifest.json tells the gateway which name stands for which asset.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import * as sass from "sass";

const assets = dirname(fileURLToPath(import.meta.url));
const root = join(assets, "..", "..");
const modules = join(root, "node_modules");
const output = process.env.ASSETS_OUTPUT ?? join(root, "gateway", "static", "build");

// Ukrainian and English need these two; the browser fetches only what a page uses.
const fonts = ["cyrillic", "latin"].map((subset) => `golos-text-${subset}-wght-normal.woff2`);
const manifest = {};

async function publish(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const dot = name.lastIndexOf(".");
  manifest[name] = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  await writeFile(join(output, manifest[name]), content);
  return manifest[name];
}

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });

const fontFolder = join(modules, "@fontsource-variable", "golos-text", "files");
for (const font of fonts) {
  await publish(font, await readFile(join(fontFolder, font)));
}

const { css } = sass.compile(join(assets, "styles", "main.scss"), {
  style: "compressed",
  loadPaths: [modules],
  quietDeps: true,
});
await publish(
  "main.css",
  css.replaceAll(/url\(([\w-]+\.woff2)\)/g, (_, font) => `url(${manifest[font]})`),
);

// A service worker is a classic script: not every browser takes modules there.
for (const [name, format] of [["main", "esm"], ["worker", "iife"]]) {
  const script = await bundle({
    entryPoints: [join(assets, "scripts", `${name}.mjs`)],
    nodePaths: [modules],
    bundle: true,
    minify: true,
    format,
    target: "es2020",
    legalComments: "none",
    write: false,
  });
  await publish(`${name}.js`, script.outputFiles[0].contents);
}

await publish("mark.svg", await readFile(join(assets, "images", "mark.svg")));

// The manifest comes last: while it is absent, nothing is half-built.
await writeFile(join(output, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
