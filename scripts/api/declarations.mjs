// Reads declarations with their comments: what docs/api.md is made of. Overloads of one name are one entry.
import { readFileSync } from 'node:fs';
import ts from 'typescript-5';

/**
 * The exported declarations of a file, in its order: `{ kind, name, text, throws, signatures, members }`, where
 * `kind` is function, class, table (an interface) or type.
 */
export function declarationsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  return grouped(source.statements.flatMap(statement => declaration(statement)));
}

function declaration(node) {
  if (ts.isFunctionDeclaration(node)) return [entry('function', node, node.name.text, signature(node))];
  if (ts.isClassDeclaration(node))
    return [{ ...entry('class', node, node.name.text), members: membersOf(node) }];
  if (ts.isInterfaceDeclaration(node))
    return [{ ...entry('table', node, node.name.text), members: membersOf(node) }];
  if (ts.isTypeAliasDeclaration(node)) return [entry('type', node, node.name.text, oneLine(node))];
  return [];
}

/** Listeners are not members to be listed: the tables of events say what they hear. */
const LISTENING = /^(on|once|off|emit|addListener|removeListener|prependListener|prependOnceListener)$/;

function membersOf(node) {
  const members = node.members.map(member => {
    if (ts.isConstructorDeclaration(member))
      return entry('constructor', member, `new ${node.name.text}`, signature(member));
    const name = member.name.getText();
    if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member))
      return { ...entry('property', member, name, oneLine(member)), type: member.type.getText() };
    return entry('method', member, name, signature(member));
  });
  return grouped(members.filter(({ name }) => !LISTENING.test(name)));
}

function entry(kind, node, name, ...signatures) {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(comments.at(-1)?.comment) ?? '';
  const thrown = ts.getJSDocTags(node).filter(tag => tag.tagName.text === 'throws');
  const throws = thrown.map(tag => ts.getTextOfJSDocComment(tag.comment)).join('; ');
  return { kind, name, text, throws, signatures, members: [] };
}

function grouped(entries) {
  const byName = new Map();
  for (const each of entries) {
    const first = byName.get(each.name);
    if (first) first.signatures.push(...each.signatures);
    else byName.set(each.name, each);
  }
  return [...byName.values()];
}

function signature(node) {
  return oneLine(node).replace(/^constructor\(/, `new ${node.parent.name?.text}(`);
}

/** The text of a declaration without comments, modifiers and line breaks. */
function oneLine(node) {
  return node
    .getText()
    .replace(/\/\/.*$/gm, '')
    .replace(/\s+/g, ' ')
    .replace(/^(export |declare |readonly |function |type )+/, '')
    .replace(/\( /g, '(')
    .replace(/,? \)/g, ')')
    .replace(/;$/, '');
}
