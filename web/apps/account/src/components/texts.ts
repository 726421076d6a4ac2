import type { FormEvent } from "react";

/** The texts of a form that is being sent, by their fields' names. */
export function texts(event: FormEvent<HTMLFormElement>): (name: string) => string {
  event.preventDefault();
  const data = new FormData(event.currentTarget);
  return (name) => {
    const value = data.get(name);
    return typeof value === "string" ? value : "";
  };
}
