// All programs by name.
import { acknowledging } from './acknowledging.ts';
import { adopting } from './adopting.ts';
import { clustering } from './clustering.ts';
import { denied } from './denied.ts';
import { holding } from './holding.ts';
import { leaving, serving } from './leaving.ts';
import type { Program } from './program.ts';
import { talking } from './talking.ts';
import { throwing } from './throwing.ts';

export const programs: Record<string, Program> = {
  ...leaving,
  ...serving,
  ...acknowledging,
  ...adopting,
  ...clustering,
  ...holding,
  ...talking,
  ...throwing,
  ...denied,
};
