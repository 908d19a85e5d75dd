// util.styleText.

import inspected from 'node-inspect-extracted';
import { coded, validateString } from '../errors.ts';

type Style = readonly [before: number, after: number];
const { colors } = inspected.inspect as unknown as { colors: Record<string, Style> };

export function styleText(
  format: string | readonly string[],
  text: string,
  options: { validateStream?: boolean; stream?: { isTTY?: boolean } } = {},
): string {
  validateString(text, 'text');
  const styles = [format].flat().map(styleOf);
  // Node leaves the text as it is where the stream it is for shows no colours.
  if (options.validateStream !== false && options.stream && !options.stream.isTTY) return text;
  const before = styles.map(([code]) => `\x1b[${code}m`).join('');
  const after = styles
    .map(([, code]) => `\x1b[${code}m`)
    .reverse()
    .join('');
  return `${before}${text}${after}`;
}

function styleOf(name: unknown): Style {
  const style = Object.hasOwn(colors, `${name as string}`) ? colors[name as string] : undefined;
  if (style) return style;
  const names = Object.keys(colors)
    .map(each => `'${each}'`)
    .join(', ');
  const what = `The argument 'format' must be one of: ${names}. Received ${inspected.inspect(name)}`;
  throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', what);
}
