// The runner's command line, checked: what is wrong with it is one line, and exit code 2.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { needTool } from '../../scripts/fetch-tools.mjs';
import { RUNTIMES } from './command.mjs';
import { needSuite } from './fetch-suite.mjs';

export const here = name => fileURLToPath(new URL(name, import.meta.url));

/** Wrong usage: its message is all there is to say. */
export class Refused extends Error {}

/** The options of those arguments, ready to be used. Throws Refused; fetches the suite, or the runtime, if need be. */
export function readOptions(args) {
  const given = parse(args);
  if (!RUNTIMES.includes(given.runtime)) refuse(`--runtime is one of ${RUNTIMES.join(', ')}`);
  const options = {
    http: given.http,
    runtime: given.runtime,
    hosts6: given.hosts6,
    jobs: wholeNumber('--jobs', given.jobs, 1),
    timeout: wholeNumber('--timeout', given.timeout, 1) * 1000,
    retries: wholeNumber('--retries', given.retries, 0),
    match: pattern(given.match),
    json: outputFile(given.json),
    implementation: implementation(given),
  };
  const list = readList(given.list ?? (given.http ? 'riding-http' : 'node-net'));
  const tests = list.filter(test => options.match.test(test));
  if (tests.length === 0) refuse(`no test of the list matches ${given.match}`);
  const binary = binaryOf(given);
  const suite = needed(needSuite);
  const unknown = tests.find(test => !existsSync(join(suite, test)));
  if (unknown) refuse(`the suite has no test ${unknown}`);
  return { ...options, tests, binary, suite };
}

function parse(args) {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  try {
    return parseArgs({
      args,
      options: {
        list: text,
        http: flag,
        match: { ...text, default: '' },
        runtime: { ...text, default: 'node' },
        bin: text,
        impl: text,
        jobs: { ...text, default: '2' },
        timeout: { ...text, default: '20' },
        retries: { ...text, default: '0' },
        json: text,
        hosts6: flag,
      },
    }).values;
  } catch (error) {
    return refuse(error.message.split(/\.(?:\s|$)/)[0]);
  }
}

function refuse(why) {
  throw new Refused(why);
}

function wholeNumber(name, text, least) {
  if (!/^\d{1,6}$/.test(text) || Number(text) < least)
    refuse(`${name} is a whole number of ${least} or more, not ${text}`);
  return Number(text);
}

function pattern(text) {
  try {
    return new RegExp(text);
  } catch (error) {
    return refuse(`--match: ${error.message}`);
  }
}

function outputFile(file) {
  if (file === undefined || statSync(dirname(resolve(file)), { throwIfNoEntry: false })?.isDirectory())
    return file;
  return refuse(`--json: there is no folder ${dirname(resolve(file))}`);
}

/** The module that takes the place of net; undefined for the runtime's own. */
function implementation({ impl, runtime }) {
  if (impl === 'node:net') return undefined;
  const file = resolve(impl ?? here(`../../dist/${runtime === 'deno' ? 'deno' : 'node'}.cjs`));
  if (!isFile(file))
    refuse(impl ? `--impl: there is no file ${impl}` : 'there is no dist/: npm run build makes it');
  return file;
}

/** The tests that a list names: one a line, the rest of it after # a remark. */
function readList(list) {
  const file = [list, here(`lists/${list}.txt`), here(`lists/${list}`)].find(isFile);
  if (!file) refuse(`--list: ${list} is no file, nor a list of test/conformance/lists`);
  const tests = linesOf(file);
  if (tests.length === 0) refuse(`--list: ${list} names no test`);
  return tests;
}

export function linesOf(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.map(line => line.replace(/#.*/, '').trim()).filter(line => line !== '');
}

function program(file) {
  const { status } = spawnSync(file, ['--version'], { stdio: 'ignore' });
  if (status !== 0) refuse(`${file} is no runtime: it has no --version`);
  return file;
}

function binaryOf({ bin, runtime }) {
  if (bin !== undefined) return program(bin);
  if (runtime === 'node') return process.execPath;
  return runtime === 'deno' ? needed(() => needTool('deno')) : program(runtime);
}

/** What cannot be had is as good as a wrong option: one line says how to get it. */
function needed(get) {
  try {
    return get();
  } catch (error) {
    return refuse(error.message);
  }
}

/** Or a pipe that can be read as one. */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}
