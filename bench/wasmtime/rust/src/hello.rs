//! A program that does nothing but to show that it runs.

fn main() {
    println!("hello");
}
