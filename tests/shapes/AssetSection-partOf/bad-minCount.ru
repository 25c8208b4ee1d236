# expect: AssetSection-partOf MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <../asset/葵川/上葵地区> chiiki:partOf ?value }
