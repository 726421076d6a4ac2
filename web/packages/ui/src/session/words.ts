/** Every text about signing in. */
export const words = {
  signIn: {
    title: "Sign in",
    lead: (lab: string) => `to ${lab}`,
    name: "User name or e-mail",
    password: "Password",
    action: "Sign in",
    forgotten: "Forgotten password?",
    register: "Create an account",
    showPassword: "Show password",
  },
  code: {
    title: "Second step",
    text: "Enter the code that your authenticator app shows, or one of your recovery codes.",
    label: "Code",
    action: "Go on",
    back: "Begin again",
  },
  expired: {
    title: "Your session has ended",
    text: (name: string) =>
      `Sign in again as ${name} and everything goes on where it was. What you typed is still here.`,
    leave: "Sign in as somebody else",
  },
} as const;
