export function LadderPage() {
  return null;
}
