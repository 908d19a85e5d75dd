// process.emitWarning, and what happens to a warning: one line on stderr. node: lib/internal/process/warning.js

import { invalidType, validateString } from '../builtins/errors.ts';
import { nextTick } from '../loop/ticks.ts';

export interface WarningOptions {
  type?: string;
  code?: string;
  detail?: string;
  ctor?: unknown;
}

/** What of the process this needs. */
interface Warned {
  readonly pid: number;
  noDeprecation?: boolean;
  throwDeprecation?: boolean;
  traceDeprecation?: boolean;
  emit(event: string, warning: unknown): boolean;
}

type Warning = Error & { code?: string; detail?: string };

export function createEmitWarning(process: Warned) {
  return function emitWarning(
    warning: unknown,
    type?: string | WarningOptions | (() => void),
    code?: string | (() => void),
  ): void {
    const options = optionsOf(type, code);
    if (process.noDeprecation && options.type === 'DeprecationWarning') return;
    const told = typeof warning === 'string' ? warningOf(warning, options) : warning;
    if (!(told instanceof Error)) throw invalidType('warning', ['Error', 'string'], warning);
    if (told.name === 'DeprecationWarning') {
      if (process.noDeprecation) return;
      if (process.throwDeprecation) {
        return nextTick(() => {
          throw told;
        });
      }
    }
    nextTick(() => process.emit('warning', told));
  };
}

/** The text for stderr; none when nobody is to see it. */
export function warningText(process: Warned, warning: unknown): string | undefined {
  if (!(warning instanceof Error)) return undefined;
  const { name, code, detail, stack } = warning as Warning;
  const deprecation = name === 'DeprecationWarning';
  if (deprecation && process.noDeprecation) return undefined;
  const traced = deprecation && process.traceDeprecation && stack;
  const text = traced ? stack : String(warning);
  return `(node:${process.pid}) ${code ? `[${code}] ` : ''}${text}${typeof detail === 'string' ? `\n${detail}` : ''}`;
}

function optionsOf(type: unknown, code: unknown): WarningOptions {
  if (typeof type === 'object' && type !== null && !Array.isArray(type)) {
    const { type: name = 'Warning', code: own, detail } = type as WarningOptions;
    return checked({
      type: name || 'Warning',
      code: own,
      detail: typeof detail === 'string' ? detail : undefined,
    });
  }
  const name = typeof type === 'function' ? undefined : type;
  const given = typeof type === 'function' || typeof code === 'function' ? undefined : code;
  return checked({ type: name as string | undefined, code: given as string | undefined });
}

function checked(options: WarningOptions): WarningOptions {
  if (options.type !== undefined) validateString(options.type, 'type');
  if (options.code !== undefined) validateString(options.code, 'code');
  return options;
}

function warningOf(text: string, { type, code, detail }: WarningOptions): Warning {
  const warning: Warning = new Error(text);
  warning.name = String(type || 'Warning');
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  return warning;
}
