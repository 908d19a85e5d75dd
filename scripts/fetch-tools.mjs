// Finds or fetches the tools that tests need beside the packages: `node scripts/fetch-tools.mjs [name…]`
// Prints one line for each; quick when they are here. A tool that cannot be had: one line, exit code 1.
import { basename } from 'node:path';
import { fetchTool } from './tools/fetch.mjs';
import { findTool } from './tools/find.mjs';
import { TOOLS } from './tools/table.mjs';

export { findTool };

/** The path of the tool, fetched when it is not here. Throws an Error of one line. */
export function needTool(name) {
  return findTool(name) ?? fetchTool(name);
}

// Tests bundle this file, so its own address does not say whether it was the one started.
if (basename(process.argv[1] ?? '') === 'fetch-tools.mjs') main(process.argv.slice(2));

function main(names) {
  for (const name of names.length > 0 ? names : Object.keys(TOOLS)) {
    try {
      if (!Object.hasOwn(TOOLS, name))
        throw new Error(`${name} is not one of ${Object.keys(TOOLS).join(', ')}`);
      console.log(`${name} ${needTool(name)}`);
    } catch (error) {
      console.error(`fetch-tools: ${error.message}`);
      process.exitCode = 1;
    }
  }
}
