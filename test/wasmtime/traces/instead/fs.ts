// Instead of the file system, which neither a guest nor its scenarios have: names of folders, for paths to be refused.

let count = 0;

export function mkdtempSync(prefix: string): string {
  return `${prefix}${++count}-folder`;
}

export function rmSync(): void {}

export function writeFileSync(): void {}

export function statSync(): never {
  throw new Error('there are no files');
}
