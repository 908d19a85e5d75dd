// The engine's interface as a guest sees it: `wit/engine.wit` with `wasi:io` replaced by the mirror package.
// Made from the contract's own text, so that the two cannot drift apart.

const REAL = /\bwasi:io\/([a-z-]+)@\d+\.\d+\.\d+/g;
const HEADER = /^package ([^;]+);$/m;

/**
 * WIT text of the packages `wasi-net:io` and `wasi-net:engine`, to follow a guest's own world in one file.
 *
 * @param engine the text of `wit/engine.wit`
 * @param mirror the text of `mirror.wit`, beside this file
 * @param others texts of further packages, which a guest sees as they are
 */
export function guestWit(engine: string, mirror: string, ...others: string[]): string {
  const version = /@([\d.]+)$/.exec(packageName(mirror))?.[1];
  const mirrored = engine.replace(REAL, (_, name: string) => `wasi-net:io/${name}@${version}`);
  return [mirror, mirrored, ...others].map(nested).join('\n');
}

/** A file of one package as a block that may stand beside others in one file. */
function nested(wit: string): string {
  return `package ${packageName(wit)} {\n${wit.replace(HEADER, '')}}\n`;
}

function packageName(wit: string): string {
  const name = HEADER.exec(wit)?.[1];
  if (name === undefined) throw new Error('the WIT text does not begin with its package');
  return name;
}
