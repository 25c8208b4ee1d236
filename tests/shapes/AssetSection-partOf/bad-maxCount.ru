# expect: AssetSection-partOf MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <../asset/葵川/上葵地区> chiiki:partOf <../asset/茜橋> }
