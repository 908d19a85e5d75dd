export function wasiPackage(name: string, version?: string): string;
export function nested(text: string): string;
export function engineWit(): string;
