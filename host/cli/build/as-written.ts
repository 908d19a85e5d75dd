// What the bundler gets wrong where it turns async code into generators, put right in the text that it gives, at ends of
// lines, where it changes no position that a stack names but on that line. What is not in its form stays as it is; a
// template literal that holds such code is changed too.

/** A loop over `iter` that the bundler made of `for await`: the variables are the function's. */
const FOR_AWAIT =
  /try \{(?=\n\s*(?:\S+: )*for \(var (\w+) = __forAwait\d*\([\s\S]*?, (\w+), \w+, (\w+); \2 = !\(\w+ = yield (?:new __await\d*\()?\1\.next\(\))/g;
/** What it made of a block with `using`. */
const USING = /var (\w+) = \[\];(?=\n\s*try \{\n[\s\S]*?\b__callDispose\d*\(\1, (\w+), (\w+)\);)/g;

/**
 * In a loop, a `for await` or a block with `using` finds what the one before left in its variables; a `var` hides the
 * parameter of its name; `super` in an arrow function lacks `this`.
 */
export function asWritten(code: string): string {
  const fresh = code.replace(FOR_AWAIT, 'try { $2 = $3 = void 0;');
  const disposed = fresh.includes('__callDispose')
    ? fresh.replace(USING, 'var $1 = [], $2 = void 0, $3 = false;')
    : fresh;
  const lines = disposed.split('\n');
  return lines.map((line, at) => (LOWERED.test(line) ? withItsOwn(lines, at) : line)).join('\n');
}

const LOWERED = /\b__async(?:Generator)?\d*\((?:this|null), null, function\* \(\) \{$/;
const ARROW = / => __async\d*\(\w+, null, function\* \(\) \{$/;

function withItsOwn(lines: readonly string[], at: number): string {
  const line = lines[at];
  const end = `${/^\s*/.exec(line)?.[0]}}`;
  let after = at + 1;
  while (after < lines.length && !lines[after].startsWith(end)) after++;
  const body = lines.slice(at + 1, after).join('\n');
  const arrow = ARROW.exec(line);
  const lacksThis = arrow && /\b__super/.test(body);
  const head = arrow ? line.slice(0, arrow.index) : (lines[at - 1] ?? '').replace(/ \{$/, '');
  const names = body.includes('var ') ? parametersOf(head).filter(name => redeclares(body, name)) : [];
  const list = names.join(', ');
  return line.replace(/(\w+), null, function\* \(\) \{$/, (_, self: string) => {
    const args = names.length > 0 ? `[${list}]` : 'null';
    return `${lacksThis ? 'this' : self}, ${args}, function* (${list}) {`;
  });
}

/** The names, but for those in patterns, in the last parentheses of the line. */
function parametersOf(head: string): string[] {
  const text = head.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '0');
  const parts = [''];
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at];
    if (/[)\]}]/.test(character) && depth++ === 0) continue;
    if (/[([{]/.test(character) && --depth === 0) break;
    if (character === ',' && depth === 1) parts.push('');
    else parts[parts.length - 1] = character + parts[parts.length - 1];
  }
  if (depth > 0 || !text.endsWith(')')) return [];
  return parts.flatMap(part => /^ ?(?:\.\.\.)?([\w$\\{}]+)(?: = |$)/.exec(part)?.[1] ?? []).reverse();
}

/**
 * Whether a `var` of that name may be in the body. One that is only used there must not count: what an arrow function's
 * defaults see of the parameter is what the body has assigned.
 */
function redeclares(body: string, name: string): boolean {
  const text = name.replace(/[$\\{}]/g, '\\$&');
  return new RegExp(
    `\\bvar (?:[^;]*?(?:[,:{[] ?|\\.\\.\\.))?${text}(?= = | of | in |[,;\\]]| \\}|$)|^\\s*[)\\]}].*, ${text}(?= = |[,;])`,
    'm',
  ).test(body);
}
