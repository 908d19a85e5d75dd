//! What the JavaScript wrapper sees: plain exports of a core module that imports nothing.
//!
//! An instance is used once and thrown away, so nothing is ever freed. The result stays readable after a
//! trap: the panic hook leaves its message where an error would be.

use std::cell::RefCell;

thread_local! {
    static RESULT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for `length` bytes of input.
#[no_mangle]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    Vec::leak(vec![0; length]).as_mut_ptr()
}

/// Joins the two components. 1: the result is a component; 0: it is the text of the error.
///
/// # Safety
/// Both pointers come from `reserve`, with the lengths that were given to it.
#[no_mangle]
pub unsafe extern "C" fn compose(
    guest: *const u8,
    guest_length: usize,
    engine: *const u8,
    engine_length: usize,
) -> u32 {
    std::panic::set_hook(Box::new(|panic| keep(panic.to_string().into_bytes())));
    let guest = std::slice::from_raw_parts(guest, guest_length);
    let engine = std::slice::from_raw_parts(engine, engine_length);
    match crate::compose(guest, engine) {
        Ok(component) => {
            keep(component);
            1
        }
        Err(error) => {
            keep(format!("{error:#}").into_bytes());
            0
        }
    }
}

#[no_mangle]
pub extern "C" fn result_pointer() -> *const u8 {
    RESULT.with_borrow(|bytes| bytes.as_ptr())
}

#[no_mangle]
pub extern "C" fn result_length() -> usize {
    RESULT.with_borrow(|bytes| bytes.len())
}

fn keep(bytes: Vec<u8>) {
    RESULT.with_borrow_mut(|result| *result = bytes);
}
