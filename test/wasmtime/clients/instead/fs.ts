// Instead of files, which a guest has none of: standard output, which is written at once.

export function writeSync(_fd: number, text: string): void {
  process.stdout.write(text);
}
