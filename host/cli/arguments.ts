// The command line, as a command. What cannot be understood is told in one line.

import { basename, extname } from 'node:path';
import { GUESTS, type GuestName } from './build/guests.ts';
import { Failure, USAGE } from './failure.ts';

interface Making {
  readonly entry: string;
  readonly guest: GuestName;
  readonly minify: boolean;
}

export interface BuildCommand extends Making {
  readonly name: 'build';
  readonly output: string;
}

export interface RunCommand extends Making {
  readonly name: 'run';
  /** What the program is given. */
  readonly args: readonly string[];
}

export type Command = BuildCommand | RunCommand | { readonly name: 'help' | 'version' };

const SEE_HELP = '`wasi-net --help` tells more';

/** @param args what follows the name of the program */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  switch (name) {
    case 'build':
      return parseBuild(rest);
    case 'run':
      return parseRun(rest);
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help' };
    case '--version':
    case '-v':
      return { name: 'version' };
    case undefined:
      throw new Failure(`say build or run; ${SEE_HELP}`, USAGE);
    default:
      throw new Failure(`${name} is neither build nor run; ${SEE_HELP}`, USAGE);
  }
}

function parseBuild(args: readonly string[]): Command {
  const options = new Options('build', args, ['-o', '--output', '--guest'], ['--minify']);
  if (options.help) return { name: 'help' };
  const [entry, more] = options.words;
  if (entry === undefined)
    throw new Failure('build: which program? For instance: wasi-net build app.ts', USAGE);
  if (more !== undefined) throw new Failure(`build: one program at a time, not ${more} as well`, USAGE);
  const output =
    options.value('-o') ?? options.value('--output') ?? `${basename(entry, extname(entry))}.wasm`;
  return { name: 'build', entry, output, guest: guestOf(options), minify: options.has('--minify') };
}

/** Options of ours come before the program; what follows it is the program's. */
function parseRun(args: readonly string[]): Command {
  const options = new Options('run', args, ['--guest'], ['--minify'], 1);
  if (options.help) return { name: 'help' };
  const [entry, ...own] = options.words;
  if (entry === undefined) throw new Failure('run: which program? For instance: wasi-net run app.ts', USAGE);
  return { name: 'run', entry, args: own, guest: guestOf(options), minify: options.has('--minify') };
}

function guestOf(options: Options): GuestName {
  const name = options.value('--guest') ?? 'quickjs';
  if (Object.hasOwn(GUESTS, name)) return name as GuestName;
  const known = Object.keys(GUESTS).join(' or ');
  throw new Failure(`${options.command}: --guest is ${known}, not ${name}`, USAGE);
}

/** The words of a command line, told apart. */
class Options {
  readonly command: string;
  readonly words: string[] = [];
  readonly help: boolean = false;
  readonly #found = new Map<string, string>();

  /** @param most so many words end the options */
  constructor(command: string, args: readonly string[], valued: string[], flags: string[], most = Infinity) {
    this.command = command;
    for (let at = 0; at < args.length; at++) {
      const word = args[at];
      if (this.words.length >= most || !word.startsWith('-')) this.words.push(word);
      else if (word === '--help' || word === '-h') this.help = true;
      else if (flags.includes(word)) this.#found.set(word, '');
      else {
        const [, option, joined] = /^(--[^=]+|-.*)(?:=(.*))?$/.exec(word) as string[];
        if (!valued.includes(option))
          throw new Failure(`${command}: there is no option ${word}; ${SEE_HELP}`, USAGE);
        const value = joined ?? args[++at];
        if (!value) throw new Failure(`${command}: ${option} needs a value`, USAGE);
        this.#found.set(option, value);
      }
    }
  }

  has(flag: string): boolean {
    return this.#found.has(flag);
  }

  value(option: string): string | undefined {
    return this.#found.get(option);
  }
}
