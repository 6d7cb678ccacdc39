/** On the paper of training, in both languages whatever the till speaks: a stranger must see it too. */
export const PRACTICE_MARK = "練習 ／ TRAINING";
