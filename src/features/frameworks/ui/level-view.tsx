export function LevelView() {
  return null;
}
