// PostgreSQL on RDS: what its users notice of a change.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
import { plain } from "../leaves.ts";
import { aws, byVersion, type Case, isLess, majorOf, type Rule, shift, shown } from "./rule.ts";

const INSTANCE = "aws:rds/instance:Instance";
const MODIFY = aws("AmazonRDS/latest/APIReference/API_ModifyDBInstance.html");
const SETTINGS = aws("AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html");
const UPGRADES = aws("AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html");

const of = ({ head }: Case, property: string): unknown => plain(head.properties[property]);

/** When RDS does what needs a restart. */
const when = (one: Case): string =>
  of(one, "applyImmediately") === true
    ? "at once"
    : `in the maintenance window ${String(of(one, "maintenanceWindow"))} UTC`;

const isMultiAz = (one: Case): boolean => of(one, "multiAz") === true && plain(one.base.properties["multiAz"]) === true;

/** A database that is made anew begins empty. */
const anew = (property: string, what: string): Rule => ({
  type: INSTANCE,
  property,
  effects: ["downtime", "data-loss"],
  text: (one) =>
    `${what} is fixed when a database is made: another one${shift(one)} is another, empty database. The old one is deleted first, and its final snapshot is what remains of the data.`,
  source: "https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/rds/instance.go",
});

/** Less than RDS grows by. */
const isLittle = ({ from, to }: Case["leaf"]): boolean =>
  typeof from === "number" && typeof to === "number" && to < from * 1.1;

/** The first that fits counts. */
export const DATABASE: readonly Rule[] = [
  {
    type: INSTANCE,
    property: "instanceClass",
    effects: ["downtime"],
    text: (one) =>
      `The database is moved to ${shown(one.leaf.to)} ${when(one)}: ${isMultiAz(one) ? "the standby first, then one failover of a minute or two" : "it is out of service for some minutes, because there is no standby"}.`,
    source: MODIFY,
  },
  {
    type: INSTANCE,
    property: "engineVersion",
    when: ({ leaf }) => byVersion(leaf.to, leaf.from) < 0,
    effects: [],
    refused: true,
    text: ({ leaf }) =>
      `RDS does not go back from PostgreSQL ${shown(leaf.from)} to ${shown(leaf.to)}: that takes a new database, and a logical backup restored into it.`,
    source: UPGRADES,
  },
  {
    type: INSTANCE,
    property: "engineVersion",
    when: ({ leaf }) => majorOf(leaf.to) !== majorOf(leaf.from),
    effects: ["downtime"],
    text: (one) =>
      `A major upgrade to PostgreSQL ${shown(one.leaf.to)} stops the database ${when(one)}, Multi-AZ or not, and can't be undone: rehearse it on a restored snapshot, and check the extensions.`,
    source: UPGRADES,
  },
  {
    type: INSTANCE,
    property: "engineVersion",
    effects: ["downtime"],
    text: (one) =>
      `PostgreSQL is upgraded to ${shown(one.leaf.to)} ${when(one)}: the database restarts. If RDS's own minor upgrades have brought it there already, nothing happens.`,
    source: UPGRADES,
  },
  {
    type: INSTANCE,
    property: "allocatedStorage",
    when: isLess,
    effects: [],
    refused: true,
    text: ({ leaf }) =>
      `RDS never shrinks storage (${shown(leaf.from)} → ${shown(leaf.to)} GiB): it refuses the update. Less storage takes a new database, and the data moved into it.`,
    source: aws("AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html"),
  },
  {
    type: INSTANCE,
    property: "allocatedStorage",
    effects: [],
    text: ({ leaf }) =>
      `Storage grows to ${shown(leaf.to)} GiB while the database serves; it may be slower meanwhile, and can't grow again for six hours.${isLittle(leaf) ? " RDS grows it by a tenth at least, and rounds up to that." : ""}`,
    source: aws("AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html"),
  },
  {
    type: INSTANCE,
    property: "multiAz",
    effects: [],
    text: (one) =>
      one.leaf.to === true
        ? "A standby is made in another zone from a snapshot, without an outage; writes may be slower while it catches up."
        : "The standby is given up without an outage. From then on a failed zone, and each restart, is an outage.",
    source: SETTINGS,
  },
  {
    type: INSTANCE,
    property: "backupRetentionPeriod",
    when: ({ leaf }) => leaf.to === 0,
    effects: ["downtime", "data-loss"],
    text: () => "Switching automated backups off deletes all of them at once, and interrupts the database shortly.",
    source: aws("AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Disabling.html"),
  },
  {
    type: INSTANCE,
    property: "backupRetentionPeriod",
    when: ({ leaf }) => leaf.from === 0,
    effects: ["downtime"],
    text: () => "Switching automated backups on interrupts the database shortly, while the first one is taken.",
    source: aws("AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Enabling.html"),
  },
  {
    type: INSTANCE,
    property: "backupRetentionPeriod",
    when: isLess,
    effects: ["data-loss"],
    text: ({ leaf }) =>
      `Automated backups older than ${shown(leaf.to)} days are deleted, and no moment before can be restored any more. The database itself is not touched.`,
    source: aws("AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html"),
  },
  {
    type: INSTANCE,
    property: "identifier",
    effects: ["downtime", "reboot"],
    text: (one) =>
      `The database is renamed and restarts ${when(one)}, and its address changes with the name: what still asks for the old one can't connect.`,
    source: aws("AmazonRDS/latest/UserGuide/USER_RenameInstance.html"),
  },
  {
    type: INSTANCE,
    property: "port",
    effects: ["downtime", "reboot"],
    text: () => "The database restarts at once on another port, whatever the maintenance window says.",
    source: MODIFY,
  },
  {
    type: INSTANCE,
    property: "dbSubnetGroupName",
    effects: ["downtime"],
    text: (one) => `Another subnet group moves the database to other subnets ${when(one)}: an outage.`,
    source: MODIFY,
  },
  {
    type: INSTANCE,
    property: "parameterGroupName",
    when: ({ base, head }) =>
      majorOf(plain(base.properties["engineVersion"])) === majorOf(plain(head.properties["engineVersion"])),
    effects: ["reboot"],
    text: () =>
      "Another parameter group counts after a restart, which RDS leaves to you: `aws rds reboot-db-instance`.",
    source: aws("AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.Associating.html"),
  },
  {
    type: INSTANCE,
    property: "maintenanceWindow",
    effects: [],
    text: ({ leaf }) =>
      `What waits for a restart now waits for ${shown(leaf.to)} UTC; if that is under way when this is applied, it happens at once.`,
    source: MODIFY,
  },
  {
    type: INSTANCE,
    property: "deletionProtection",
    when: ({ leaf }) => leaf.to !== true,
    effects: [],
    text: () => "RDS itself no longer refuses to delete the database.",
    source: aws("AmazonRDS/latest/UserGuide/USER_DeleteInstance.html"),
  },
  anew("dbName", "The first database's name"),
  anew("username", "The master user's name"),
  anew("storageEncrypted", "Encryption"),
  anew("engine", "The engine"),
  {
    type: "aws:rds/parameterGroup:ParameterGroup",
    property: "parameters",
    when: ({ leaf }) => JSON.stringify(leaf.to ?? leaf.from).includes("pending-reboot"),
    effects: ["reboot"],
    text: () => "A static parameter counts after a restart, which RDS leaves to you: `aws rds reboot-db-instance`.",
    source: aws("AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html"),
  },
  {
    type: "aws:rds/subnetGroup:SubnetGroup",
    property: "subnetIds",
    when: (one) => one.hasReplaced("aws:ec2/subnet:Subnet"),
    effects: [],
    refused: true,
    text: () =>
      "RDS takes no subnet out of the group while the database stands in it, and a group does not leave its VPC: the update stops here, until the database was moved by hand or was made anew from a snapshot.",
    source: aws("AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html"),
  },
];
