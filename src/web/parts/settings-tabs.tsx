import { Link } from "@tanstack/react-router";
import { Bar, Tabs } from "./page-head.tsx";

const places = [
  { to: "/settings", name: "Organisation" },
  { to: "/settings/roles", name: "Roles" },
  { to: "/settings/messages", name: "Messages" },
  { to: "/settings/keys", name: "Keys" },
  { to: "/audit", name: "Audit log" },
] as const;

/** What stands in Settings, the part being read marked. */
export function SettingsTabs() {
  return (
    <Bar>
      <Tabs label="Settings">
        {places.map(({ to, name }) => (
          <Link key={to} to={to} activeOptions={{ exact: true }}>
            {name}
          </Link>
        ))}
      </Tabs>
    </Bar>
  );
}
