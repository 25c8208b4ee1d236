# expect: Mention-mentionedIn MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <mention/877-879/茜橋> chiiki:mentionedIn ?value } ;
DELETE WHERE { <project/1-1/work/3> chiiki:concernsAsset ?value }
