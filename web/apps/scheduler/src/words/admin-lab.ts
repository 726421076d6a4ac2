/** Texts about rules, closures, maintenance, settings and the audit log. */
export const adminLabWords = {} as const;
