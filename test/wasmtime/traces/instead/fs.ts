// Instead of files, which a guest has none of: names of folders, so that there are paths to be refused.

let count = 0;

export function mkdtempSync(prefix: string): string {
  return `${prefix}${++count}-folder`;
}

export function rmSync(): void {}

export function writeFileSync(): void {}

export function statSync(): never {
  throw new Error('there are no files');
}
