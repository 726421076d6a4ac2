import importX from "eslint-plugin-import-x";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Who may import whom in an app: routes › features › components › queries. */
export function zones(app) {
  const layer = (target, ...from) => ({
    target: `./apps/${app}/src/${target}`,
    from: from.map((name) => `./apps/${app}/src/${name}`),
    message: "An app's layers: routes › features › components › queries.",
  });
  return [
    layer("features", "routes", "router.tsx"),
    layer("components", "routes", "router.tsx", "features"),
    layer("queries", "routes", "router.tsx", "features", "components"),
    {
      target: `./apps/${app}`,
      from: "./apps",
      except: [`./${app}`],
      message: "Apps know one another by address only.",
    },
  ];
}

/** A feature knows no other feature of its app. */
export function apart(app, features) {
  return features.map((name) => ({
    target: `./apps/${app}/src/features/${name}`,
    from: `./apps/${app}/src/features`,
    except: [`./${name}`],
    message: "Features are independent; what two need is a component or a query.",
  }));
}

/** The rules of the whole workspace; `restricted` are the zones of its apps. */
export function labwright(restricted) {
  return tseslint.config(
    { ignores: ["dist", "**/generated/**", "artefacts"] },
    {
      files: ["**/*.{ts,tsx}"],
      extends: [tseslint.configs.strict, jsxA11y.flatConfigs.recommended],
      plugins: { "import-x": importX, "react-hooks": reactHooks },
      rules: {
        "import-x/no-restricted-paths": ["error", { zones: restricted }],
        "import-x/no-cycle": ["error", { ignoreExternal: true }],
        "react-hooks/rules-of-hooks": "error",
        "react-hooks/exhaustive-deps": "error",
        // The whole set costs each build seconds: one icon a line, by its own path.
        "no-restricted-imports": ["error", { paths: ["lucide-react"] }],
        "no-alert": "error",
        "no-console": "error",
        "max-lines": ["error", { max: 400 }],
        "@typescript-eslint/consistent-type-imports": "error",
        "@typescript-eslint/no-non-null-assertion": "error",
        "no-restricted-syntax": [
          "error",
          { selector: "ExportAllDeclaration", message: "No barrel files: import by name." },
        ],
      },
      settings: {
        "import-x/resolver": {
          typescript: { project: ["apps/*/tsconfig.json"], noWarnOnMultipleProjects: true },
        },
      },
    },
    {
      files: ["**/*.tsx"],
      ignores: ["**/*.test.tsx"],
      rules: {
        "max-lines-per-function": ["error", { max: 150, skipBlankLines: true, skipComments: true }],
      },
    },
  );
}
