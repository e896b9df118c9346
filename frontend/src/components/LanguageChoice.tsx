// The choice of the language, each by its own name.

import { language, languages, t } from "../words";

export function LanguageChoice({ onChoose }: { onChoose: (code: string) => void }) {
  if (languages.value.length < 2) return null;
  return (
    <label class="wl-language">
      <span>{t("Language")}</span>
      <select
        class="wl-input"
        name="language"
        value={language.value}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        {languages.value.map(([code = "", name = ""]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
