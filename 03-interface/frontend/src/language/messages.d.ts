import type { Locale } from "./locale";
import type messages from "../../messages/en.json";

// Makes a key that does not exist a type error.
declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages;
  }
}
