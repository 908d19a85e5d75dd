import { process } from './process.ts';
export default process;
export const { nextTick } = process;
