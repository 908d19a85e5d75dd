// What packages load and do not need here.

export default {};
