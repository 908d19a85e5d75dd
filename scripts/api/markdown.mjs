// Declarations and limits as Markdown.

/**
 * `limits`: by runtime, what is otherwise there and why; `entries`: the entries to which a limit belongs. Throws where
 * these name what is not there.
 */
export function markdownOf(sections, { limits, entries }) {
  checkNames(sections, limits, entries);
  const limitsOf = limitsBy(limits, entries);
  const lines = sections.flatMap(({ title, entries: inside }) => [
    `## ${title}`,
    '',
    ...inside.flatMap(entry => section(entry, limitsOf)),
  ]);
  return [...lines, ...limitTables(limits)].join('\n');
}

function checkNames(sections, limits, entries) {
  const names = sections.flatMap(({ entries: inside }) =>
    inside.flatMap(({ name, members }) => [name, ...members.map(member => `${name}.${member.name}`)]),
  );
  const known = [...names, ...Object.values(limits).flatMap(Object.keys)];
  const wrong = Object.entries(entries)
    .flat(2)
    .filter(name => !known.includes(name));
  if (wrong.length > 0)
    throw new Error(`host/runtime/limits.ts names what is not there: ${wrong.join(', ')}`);
}

function section(entry, limitsOf) {
  const { name, kind, members } = entry;
  const head = [`### ${name}`, '', ...code(entry.signatures), ...prose(entry), ...limitsOf(name)];
  if (kind !== 'table') return [...head, ...members.flatMap(member => memberLines(name, member, limitsOf))];
  return [...head, ...table(members), ...members.flatMap(member => limitsOf(`${name}.${member.name}`))];
}

function memberLines(owner, member, limitsOf) {
  const title = member.kind === 'constructor' ? member.name : `${owner}.${member.name}`;
  return [`#### ${title}`, '', ...code(member.signatures), ...prose(member), ...limitsOf(title)];
}

function code(signatures) {
  return signatures.length === 0 ? [] : ['```ts', ...signatures, '```', ''];
}

function prose({ text, throws }) {
  const lines = text === '' ? [] : [text, ''];
  return throws === '' ? lines : [...lines, `Throws ${throws.replaceAll('\n', ' ')}.`, ''];
}

function table(members) {
  const cell = text => text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const rows = members.map(
    ({ name, type, text, signatures }) =>
      `| \`${name}\` | \`${cell(type ?? signatures[0])}\` | ${cell(text)} |`,
  );
  return ['| | | |', '| --- | --- | --- |', ...rows, ''];
}

/** The lines that stand with an entry. */
function limitsBy(limits, entries) {
  return name => {
    const lines = Object.entries(limits).flatMap(([runtime, named]) =>
      Object.keys(named)
        .filter(limit => entries[limit]?.includes(name))
        .map(limit => `- *${runtime}*, ${limit}: ${named[limit]}`),
    );
    return lines.length === 0 ? [] : [...lines, ''];
  };
}

/** All limits by runtime, those among them that belong to no entry. */
function limitTables(limits) {
  const rows = named => Object.entries(named).map(([limit, reason]) => `| ${limit} | ${reason} |`);
  return [
    '## Limits by runtime',
    '',
    ...Object.entries(limits).flatMap(([runtime, named]) => [
      `### ${runtime}`,
      '',
      '| | |',
      '| --- | --- |',
      ...rows(named),
      '',
    ]),
  ];
}
