// One line on standard error that says what is measured: rewritten on a terminal, else a line each time.

const { stderr } = process;
let shown = '';

/** Shows what is going on. */
export function progress(text: string): void {
  if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
  else if (text !== shown) stderr.write(`${text}\n`);
  shown = text;
}

/** Takes the line away. */
export function clearProgress(): void {
  if (stderr.isTTY && shown !== '') stderr.write('\r\u001b[K');
  shown = '';
}

/** Says in one line what is wrong. */
export function complain(text: string): void {
  clearProgress();
  stderr.write(`bench: ${text}\n`);
}
