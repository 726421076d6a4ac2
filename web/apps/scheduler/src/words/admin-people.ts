/** Texts about people, roles, groups, qualifications and invitations. */
export const adminPeopleWords = {} as const;
