// A program that does nothing but to show that it runs.

console.log('hello');
