import css from "./file-field.module.css";

/** A file from the reader's device. @param accept endings, `.csv,.xlsx`. */
export function FileField({ label, accept, onChoose }: { label: string; accept: string; onChoose: (file: File) => void }) {
  return (
    <label className={css.file}>
      <span>{label}</span>
      <input
        type="file"
        accept={accept}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onChoose(file);
        }}
        // The same file may be chosen again once it has been corrected.
        onClick={(event) => (event.currentTarget.value = "")}
      />
    </label>
  );
}
