// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_WRITER_TREE_H
#define EMULATOR_WRITER_TREE_H

// The marks of FORMAT_TREE: attributes that are never part of an answer.

#define MARK_ITEM "_item"       // an item of a list
#define MARK_WRAPPED "_wrapped" // stands in an array in JSON
#define MARK_BARE "_bare"       // its text is written in JSON as it stands
#define MARK_AS "_as"           // written in JSON as this: string, null, object, array (BEND_TYPE)

#endif
